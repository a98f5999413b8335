environment = "staging"
services = {
  web = { tasks = 1 }
  api = { tasks = 1 }
}
database = { instances = 1 }
