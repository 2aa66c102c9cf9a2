//! A failing network: a TCP proxy that cuts, stalls, alters or slows down what passes.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The connection ends.
    Cut,
    /// Nothing passes any more, and nobody is told. What is set next ends the connection.
    Stall,
    /// Nothing passes until something else is set; then all of it does.
    Hold,
    /// One bit of one byte is another one.
    Alter,
    /// So many bytes a second pass from then on.
    Slow(u64),
}

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// To the server.
    Up,
    /// From the server.
    Down,
}

/// Something that goes wrong.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trouble {
    pub(crate) fault: Fault,
    pub(crate) way: Way,
    /// After so many bytes of a connection on this way.
    pub(crate) after: u64,
    /// In so many connections.
    pub(crate) times: u32,
}

/// A proxy before a server on the loopback. It listens as long as the test process lives.
pub(crate) struct Proxy {
    port: u16,
    state: Arc<State>,
}

/// What all connections share.
#[derive(Default)]
struct State {
    trouble: Mutex<Option<Trouble>>,
    /// Answers to questions with these words are held.
    unanswered: Mutex<Option<&'static str>>,
    /// How often it was set, and who waits for the next time.
    set: Mutex<u64>,
    changed: Condvar,
    stalled: AtomicBool,
}

impl Proxy {
    /// Before the server at this port.
    pub(crate) fn before(server: u16, trouble: Option<Trouble>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("the loopback has free ports");
        let port = listener.local_addr().expect("it is bound").port();
        let state = Arc::new(State {
            trouble: Mutex::new(trouble),
            ..State::default()
        });
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(("127.0.0.1", server)) else {
                    continue;
                };
                let unanswered = Arc::new(AtomicBool::new(false));
                for (way, from, to) in [(Way::Up, &client, &server), (Way::Down, &server, &client)]
                {
                    let (Ok(from), Ok(to)) = (from.try_clone(), to.try_clone()) else {
                        continue;
                    };
                    let (state, unanswered) = (Arc::clone(&shared), Arc::clone(&unanswered));
                    std::thread::spawn(move || carry(from, to, way, &state, &unanswered));
                }
            }
        });
        Self { port, state }
    }

    /// Where it listens.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// From now on this goes wrong, or nothing; in connections that are open too.
    pub(crate) fn set(&self, trouble: Option<Trouble>) {
        let mut set = self.state.set.lock().expect("no carrier panics");
        *self.state.trouble.lock().expect("no carrier panics") = trouble;
        *self.state.unanswered.lock().expect("no carrier panics") = None;
        self.state.stalled.store(false, Ordering::SeqCst);
        *set += 1;
        self.state.changed.notify_all();
    }

    /// Holds what the server answers to questions that have these words in them.
    pub(crate) fn hold_answers_to(&self, words: &'static str) {
        *self.state.unanswered.lock().expect("no carrier panics") = Some(words);
    }

    /// In some connection nothing passes any more.
    pub(crate) fn has_stalled(&self) -> bool {
        self.state.stalled.load(Ordering::SeqCst)
    }
}

impl State {
    /// Lets nothing pass until something else is set. However long a client waits, it is not this that
    /// ends its waiting.
    fn wait(&self) {
        let mut set = self.set.lock().expect("no carrier panics");
        let before = *set;
        self.stalled.store(true, Ordering::SeqCst);
        while *set == before {
            set = self.changed.wait(set).expect("no carrier panics");
        }
    }
}

/// Carries one way of one connection. `unanswered`: the question that was asked last is not to be
/// answered.
fn carry(mut from: TcpStream, mut to: TcpStream, way: Way, state: &State, unanswered: &AtomicBool) {
    let mut passed = 0;
    let mut slow = None;
    let mut buffer = [0; 16 << 10];
    loop {
        let want = if slow.is_some() {
            1 << 10
        } else {
            buffer.len()
        };
        let count = match from.read(&mut buffer[..want]) {
            Ok(count) if count > 0 => count,
            _ => {
                let _ = to.shutdown(Shutdown::Write);
                return;
            }
        };
        match way {
            Way::Up => {
                let words = *state.unanswered.lock().expect("no carrier panics");
                let finds = |words: &str| {
                    memchr::memmem::find(&buffer[..count], words.as_bytes()).is_some()
                };
                unanswered.fetch_or(words.is_some_and(finds), Ordering::SeqCst);
            }
            Way::Down if unanswered.swap(false, Ordering::SeqCst) => state.wait(),
            Way::Down => {}
        }
        let mut good = count;
        if let Some((fault, at)) = due(&state.trouble, way, passed, count) {
            match fault {
                Fault::Alter => buffer[at] ^= 1,
                Fault::Slow(rate) => slow = Some(rate),
                Fault::Hold => state.wait(),
                Fault::Cut | Fault::Stall => good = at,
            }
            if matches!(fault, Fault::Cut | Fault::Stall) {
                let _ = to.write_all(&buffer[..good]);
                if fault == Fault::Stall {
                    state.wait();
                }
                let _ = from.shutdown(Shutdown::Both);
                let _ = to.shutdown(Shutdown::Both);
                return;
            }
        }
        if to.write_all(&buffer[..count]).is_err() {
            let _ = from.shutdown(Shutdown::Both);
            return;
        }
        passed += count as u64;
        if let Some(rate) = slow {
            std::thread::sleep(Duration::from_secs_f64(count as f64 / rate as f64));
        }
    }
}

/// What goes wrong within the next `count` bytes, and where in them.
fn due(
    trouble: &Mutex<Option<Trouble>>,
    way: Way,
    passed: u64,
    count: usize,
) -> Option<(Fault, usize)> {
    let mut trouble = trouble.lock().expect("no carrier panics");
    let it = trouble.as_mut()?;
    let here = passed..passed + count as u64;
    if it.way != way || it.times == 0 || !here.contains(&it.after) {
        return None;
    }
    it.times -= 1;
    Some((it.fault, (it.after - passed) as usize))
}
