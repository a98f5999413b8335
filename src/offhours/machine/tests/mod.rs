mod cases;
mod front;
mod model;
mod peers;
mod services;
mod walks;
mod world;
