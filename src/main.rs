//! The `kanjo` command. Everything is in the library's `cli` room.

/// A bill is many small values on two threads: this one takes half the instructions
/// of the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    kanjo::cli::main()
}
