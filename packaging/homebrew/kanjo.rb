# A template: VERSION, OWNER and the digests (*.tar.gz.sha256 of the release) are
# filled in when a release is made.
class Kanjo < Formula
  desc "What a cloud system should cost, and why the bill differs"
  homepage "https://github.com/OWNER/kanjo"
  version "VERSION"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    on_arm do
      url "https://github.com/OWNER/kanjo/releases/download/v#{version}/kanjo-aarch64-apple-darwin.tar.gz"
      sha256 "SHA256_AARCH64_APPLE_DARWIN"
    end
  end
  on_linux do
    on_arm do
      url "https://github.com/OWNER/kanjo/releases/download/v#{version}/kanjo-aarch64-unknown-linux-musl.tar.gz"
      sha256 "SHA256_AARCH64_UNKNOWN_LINUX_MUSL"
    end
    on_intel do
      url "https://github.com/OWNER/kanjo/releases/download/v#{version}/kanjo-x86_64-unknown-linux-musl.tar.gz"
      sha256 "SHA256_X86_64_UNKNOWN_LINUX_MUSL"
    end
  end

  def install
    bin.install "kanjo"
    man1.install "kanjo.1"
    bash_completion.install "completions/kanjo.bash" => "kanjo"
    zsh_completion.install "completions/kanjo.zsh" => "_kanjo"
    fish_completion.install "completions/kanjo.fish"
  end

  test do
    assert_match "custom.cost", shell_output("#{bin}/kanjo schema --kinds")
  end
end
