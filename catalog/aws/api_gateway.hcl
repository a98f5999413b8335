# API Gateway bills requests on a ladder, REST at over three times the price of
# HTTP; WebSocket bills messages and the minutes of connections; a REST cache bills
# by the hour. The trap: an HTTP request of 600 KB counts as two, WebSocket pays for
# idle connections, and a forgotten cache of 0.5 GB costs more than its API.

kind "aws.api_gateway" {
  title    = "API Gateway"
  title_ja = "API Gateway"
  aliases  = ["API GW", "APIGW", "Amazon API Gateway", "REST API", "HTTP API", "WebSocket API"]
  service  = "AmazonApiGateway"
  live     = ["apigateway:restapis", "apigateway:apis"]
  note     = "Data out to the internet is aws.data_transfer, the function behind it aws.lambda."

  input "protocol" {
    type   = text
    role   = "size"
    one_of = ["rest", "http", "websocket"]
    about  = "Kind of API"
  }
  input "requests" {
    type  = number
    unit  = "requests"
    role  = "usage"
    min   = 0
    about = "REST and HTTP: requests in a month"
  }
  input "request_size" {
    type    = number
    unit    = "KB"
    role    = "size"
    default = 512
    min     = 0
    about   = "HTTP: average size of a request or response; each 512 KB or part of it is a request"
  }
  input "messages" {
    type  = number
    unit  = "messages"
    role  = "usage"
    min   = 0
    about = "WebSocket: messages sent and received in a month"
  }
  input "message_size" {
    type    = number
    unit    = "KB"
    role    = "size"
    default = 32
    min     = 0
    about   = "WebSocket: average size of a message; each 32 KB or part of it is a message"
  }
  input "connections" {
    type      = number
    unit      = "connections"
    role      = "usage"
    min       = 0
    over_time = true
    about     = "WebSocket: connections that are open on average while the system is on"
  }
  input "cache" {
    type    = text
    role    = "size"
    default = "none"
    one_of  = ["none", "0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"]
    about   = "REST: size of the stage's cache in GB"
  }

  check "cache" {
    condition = cache == "none" || protocol == "rest"
    message   = "only a REST API has a cache"
  }

  meter "requests" {
    title      = "REST requests"
    when       = protocol == "rest"
    usage_type = "ApiGatewayRequest"
    operation  = "ApiGatewayRequest"
    unit       = "requests"
    monthly    = requests
  }
  meter "requests_http" {
    title      = "HTTP requests"
    when       = protocol == "http"
    usage_type = "ApiGatewayHttpRequest"
    operation  = "ApiGatewayHttpApi"
    unit       = "requests"
    monthly    = requests * max(1, ceil(request_size / 512))
  }
  meter "messages" {
    title      = "WebSocket messages"
    when       = protocol == "websocket"
    usage_type = "ApiGatewayMessage"
    operation  = "ApiGatewayWebSocket"
    unit       = "messages"
    monthly    = messages * max(1, ceil(message_size / 32))
  }
  meter "connections" {
    title      = "WebSocket connection minutes"
    when       = protocol == "websocket"
    usage_type = "ApiGatewayMinute"
    operation  = "ApiGatewayWebSocket"
    unit       = "minutes"
    hourly     = connections * 60
    off_hours  = "stops"
  }
  meter "cache" {
    title      = "cache hours"
    when       = cache != "none"
    usage_type = "ApiGatewayCacheUsage:${cache}GB"
    unit       = "hours"
    hourly     = 1
    off_hours  = "stays"
  }

  terraform "aws_api_gateway_rest_api" {
    inputs {
      protocol = "rest"
      requests = usage.monthly_requests
    }
  }
  terraform "aws_api_gateway_stage" {
    when = coalesce(self.cache_cluster_enabled, false) || self.cache_cluster_size != null
    inputs {
      protocol = "rest"
      requests = 0
      cache    = coalesce(self.cache_cluster_size, "0.5")
    }
  }
  terraform "aws_api_gateway_stage" {
    free = "a stage without a cache costs nothing"
  }
  terraform "aws_apigatewayv2_api" {
    inputs {
      protocol     = lower(self.protocol_type)
      requests     = usage.monthly_requests
      request_size = usage.request_size_kb
      messages     = usage.monthly_messages
      message_size = usage.message_size_kb
      connections  = usage.monthly_connection_mins == null ? null : usage.monthly_connection_mins / 43800
    }
  }

  example "ten million REST requests" {
    region = "ap-northeast-1"
    cost   = "42.50"            # 10,000,000 × 0.00000425
    source = "AWS price list, AmazonApiGateway, ap-northeast-1, 2025-10-20"
    inputs {
      protocol = "rest"
      requests = "10M"
    }
  }
  example "500 million REST requests" {
    region = "ap-northeast-1"
    cost   = "2004.76"          # 333,000,000 × 0.00000425 = 1,415.25; 167,000,000 × 0.00000353 = 589.51
    source = "AWS price list, AmazonApiGateway, ap-northeast-1, 2025-10-20"
    inputs {
      protocol = "rest"
      requests = "500M"
    }
  }
  example "ten million HTTP requests" {
    region = "ap-northeast-1"
    cost   = "12.90"            # 10,000,000 × 0.00000129
    source = "AWS price list, AmazonApiGateway, ap-northeast-1, 2026-09-21"
    inputs {
      protocol = "http"
      requests = "10M"
    }
  }
  example "200 million HTTP requests of 600 KB" {
    region = "ap-northeast-1"
    cost   = "505.00"           # 400,000,000: 300,000,000 × 0.00000129 = 387.00; 100,000,000 × 0.00000118 = 118.00
    source = "AWS price list, AmazonApiGateway, ap-northeast-1, 2026-09-21 and 2025-10-20"
    inputs {
      protocol     = "http"
      requests     = "200M"
      request_size = "600 KB"
    }
  }
}
