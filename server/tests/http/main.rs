//! The server as browsers and scripts meet it, request by request, without a socket.

mod every;
mod forms;
mod guard;
mod house;
mod isolation;
mod live;
mod sessions;
