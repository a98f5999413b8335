//! A request as the servers of these tests read it, and an answer to it: one of
//! each on a connection.

use std::io::Read;
use std::net::TcpStream;

/// A whole request as it came.
pub struct Request {
    pub bytes: Vec<u8>,
    pub head: String,
    pub body: String,
}

impl Request {
    /// `None`: whoever asked has gone.
    pub fn read(stream: &mut TcpStream) -> Option<Request> {
        let (mut bytes, mut piece) = (Vec::new(), [0u8; 16 * 1024]);
        let at = loop {
            let read = stream.read(&mut piece).ok().filter(|read| *read > 0)?;
            bytes.extend_from_slice(&piece[..read]);
            if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
        };
        let head = String::from_utf8_lossy(&bytes[..at]).into_owned();
        let length = header(&head, "content-length").and_then(|text| text.parse().ok());
        while bytes.len() < at + length.unwrap_or(0) {
            let read = stream.read(&mut piece).ok().filter(|read| *read > 0)?;
            bytes.extend_from_slice(&piece[..read]);
        }
        let body = String::from_utf8_lossy(&bytes[at..]).into_owned();
        Some(Request { bytes, head, body })
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.head, name)
    }

    pub fn path(&self) -> Option<&str> {
        self.head.split(' ').nth(1)
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| {
        let (own, value) = line.split_once(':')?;
        own.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// An answer behind which the connection ends.
pub fn answer(status: u16, text: &str) -> Vec<u8> {
    let length = text.len();
    format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{text}")
        .into_bytes()
}
