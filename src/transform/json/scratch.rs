//! Buffers of a walk, reused from value to value by each thread.

use std::cell::RefCell;
use std::ops::Range;

use super::scan::Index;
use super::tree::{NodeId, Plain, ScopeId};

/// Buffers larger than this are not kept for the next value.
const MAX_KEPT_BYTES: usize = 16 << 20;

/// All buffers one walk needs.
#[derive(Default)]
pub(super) struct Scratch {
    /// Where the document's containers and strings end.
    pub(super) index: Index,
    /// Open containers, while it is walked.
    pub(super) frames: Vec<Frame>,
    /// The states of all open containers and of the current value, one after the other.
    pub(super) states: Vec<NodeId>,
    /// For each open object with `add`: which of those keys it has.
    pub(super) present: Vec<bool>,
    /// A decoded string.
    pub(super) decoded: Vec<u8>,
    /// A decoded key.
    pub(super) key: Vec<u8>,
    /// The same, folded.
    pub(super) folded: Vec<u8>,
    /// A result that needs escapes.
    pub(super) raw: Vec<u8>,
    /// A document that a string holds.
    pub(super) document: Vec<u8>,
    /// What becomes of it.
    pub(super) result: Vec<u8>,
}

/// An open container.
pub(super) struct Frame {
    pub(super) object: bool,
    /// Stays whatever it holds.
    pub(super) stays: bool,
    /// The span of the innermost object: this one, or one around this list.
    pub(super) this: Option<Range<usize>>,
    /// What becomes of values in it that no path names.
    pub(super) ambient: Ambient,
    /// It is the root of this scope's documents.
    pub(super) scope: Option<ScopeId>,
    /// Its states: the first, and after the last.
    pub(super) states_from: usize,
    pub(super) states_to: usize,
    /// Its members need no states, nor are any added to it or its keys replaced.
    pub(super) plain: Option<Plain>,
    /// Where its part of `present` begins.
    pub(super) present_from: usize,
    /// Elements before the current one.
    pub(super) index: u32,
    /// Something in it is named.
    pub(super) named: bool,
    /// A member has been kept.
    pub(super) kept_any: bool,
    /// The comma and blanks before the next member go with the removed one.
    pub(super) skip_lead: bool,
    /// The number of the added member that the current one stands for.
    pub(super) added: Option<usize>,
    /// The end of the last member; at first, after the bracket.
    pub(super) previous_end: usize,
    /// The current member's start, and the output as it was then.
    pub(super) member: usize,
    pub(super) out_before: usize,
    pub(super) copied_before: usize,
}

/// What becomes of values that no path names.
#[derive(Clone, Copy)]
pub(super) enum Ambient {
    /// As the scope's `others` says.
    Scope(ScopeId),
    /// They stay (below `deep: true`).
    Keep,
    /// Each gets the rule of this node, which would have replaced the container around it.
    Rule(NodeId),
}

thread_local! {
    /// More than one is out only where rules nest.
    static POOL: RefCell<Vec<Scratch>> = const { RefCell::new(Vec::new()) };
}

impl Scratch {
    /// One from the pool, or new. What is in it is of no meaning.
    pub(super) fn take() -> Self {
        POOL.with_borrow_mut(Vec::pop).unwrap_or_default()
    }

    /// Back to the pool, for the next value.
    pub(super) fn give_back(self) {
        let bytes = self.index.bytes()
            + self.frames.capacity() * size_of::<Frame>()
            + self.document.capacity()
            + self.result.capacity()
            + self.decoded.capacity()
            + self.raw.capacity();
        if bytes <= MAX_KEPT_BYTES {
            POOL.with_borrow_mut(|pool| pool.push(self));
        }
    }
}
