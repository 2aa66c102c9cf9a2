//! Exit codes, one for each way a run can end (the table is part of the contract).

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitCode {
    /// 0: the input was whole and the output is clean.
    Success,
    /// 1: a defect of dmscrub itself, or a failure that has no code of its own.
    Unexpected,
    /// 2: the command line makes no sense.
    Usage,
    /// 3: the rules are invalid.
    Rules,
    /// 4: rules and dump disagree; something is not decided.
    Undecided,
    /// 5: the input is malformed or cut off.
    Input,
    /// 6: the output failed: disk full, reader gone.
    Output,
    /// 7: a step of `refresh`, `import` or `cat` failed.
    Refresh,
    /// 8: the audit found values of the original that survive.
    Survivor,
    /// 128 + N: ended by signal N.
    Signal(i32),
}

impl ExitCode {
    /// The number handed to the operating system.
    pub fn code(self) -> i32 {
        match self {
            Self::Success => 0,
            Self::Unexpected => 1,
            Self::Usage => 2,
            Self::Rules => 3,
            Self::Undecided => 4,
            Self::Input => 5,
            Self::Output => 6,
            Self::Refresh => 7,
            Self::Survivor => 8,
            Self::Signal(signal) => 128 + signal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_contract() {
        assert_eq!(ExitCode::Success.code(), 0);
        assert_eq!(ExitCode::Undecided.code(), 4);
        assert_eq!(ExitCode::Signal(15).code(), 143);
    }
}
