# CodeBuild bills the minutes of builds by the machine. The trap: minutes are
# rounded up for each build, and a larger machine pays only where the build
# really is parallel.

kind "aws.codebuild" {
  title    = "CodeBuild project"
  title_ja = "CodeBuild プロジェクト"
  aliases  = ["CodeBuild", "Build project"]
  service  = "CodeBuild"
  live     = ["codebuild:project"]

  input "system" {
    type    = text
    role    = "size"
    default = "Linux"
    one_of  = ["Linux", "Windows", "ARM"]
    about   = "System of the machine"
  }
  input "machine" {
    type    = text
    role    = "size"
    default = "g1.small"
    one_of  = ["g1.small", "g1.medium", "g1.large", "g1.2xlarge"]
    about   = "Machine"
  }
  input "minutes" {
    type  = number
    unit  = "minutes"
    role  = "usage"
    min   = 0
    about = "Minutes of builds in a month"
  }

  meter "minutes" {
    title      = "build minutes"
    usage_type = "Build-Min:${system}:${machine}"
    unit       = "minutes"
    monthly    = minutes
  }

  terraform "aws_codebuild_project" {
    inputs {
      system  = try(replace(self.environment[0].type, "WINDOWS", "") != self.environment[0].type ? "Windows" : (replace(self.environment[0].type, "ARM", "") != self.environment[0].type ? "ARM" : "Linux"), "Linux")
      machine = lower(replace(replace(self.environment[0].compute_type, "BUILD_GENERAL1_", "g1."), "_", ""))
      minutes = usage.monthly_build_mins
    }
  }

  example "ten thousand minutes of medium" {
    region = "us-east-1"
    cost   = "100.00"            # 10,000 × 0.01
    source = "AWS CodeBuild pricing page, us-east-1; prices that Infracost published for its own tests, us-east-1, 2024-07-01"
    inputs {
      machine = "g1.medium"
      minutes = 10000
    }
  }
}
