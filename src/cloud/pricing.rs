//! The Price List Query API: where it is, and a client for it.
//!
//! It knows no regions of its own and no account: three endpoints give the same
//! answers, and a price is nobody's. So the nearest is asked, without STS.

use super::client::Client;
use super::endpoint::Service;
use super::session::client_in;
use crate::diagnostic::Diagnostic;

pub const PRICING: Service = Service {
    name: "pricing",
    host: "api.pricing",
    id: "PRICING",
    global: false,
    version: "AWSPriceListService",
};

/// A client for the endpoint nearest to the region of the configuration.
pub fn client() -> Result<Client, Diagnostic> {
    client_in(nearest)
}

/// Of the three endpoints.
fn nearest(region: &str) -> &'static str {
    match region.split('-').next().unwrap_or("") {
        "ap" => "ap-south-1",
        "eu" | "me" | "af" | "il" => "eu-central-1",
        _ => "us-east-1",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_endpoint_answers() {
        let of = ["ap-northeast-1", "eu-west-1", "us-west-2", ""].map(nearest);
        assert_eq!(of, ["ap-south-1", "eu-central-1", "us-east-1", "us-east-1"]);
    }
}
