mod cases;
mod model;
mod peers;
mod services;
mod walks;
mod world;
