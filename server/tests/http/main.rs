//! The server as browsers and scripts meet it, request by request, without a socket.

mod account;
mod assign;
mod crawl;
mod eras;
mod every;
mod failing;
mod forms;
mod guard;
mod house;
mod isolation;
mod lists;
mod live;
mod looking;
mod routes;
mod search;
mod sessions;
mod subjects;
