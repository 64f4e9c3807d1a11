//! "Did you mean ...?"

/// How alike two words must be, from 0 to 1.
const NEAR: f64 = 0.72;

/// The longest word that is compared, in bytes: comparing takes time by the square, and no command or flag is as long.
const LONGEST: usize = 64;

/// The candidate that `typed` is most likely a slip of, if one is near.
pub(crate) fn nearest<T: AsRef<str>>(
    typed: &str,
    candidates: impl IntoIterator<Item = T>,
) -> Option<T> {
    if typed.len() > LONGEST {
        return None;
    }
    let typed = typed.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| {
            let likeness = strsim::normalized_damerau_levenshtein(&typed, candidate.as_ref());
            (likeness, candidate)
        })
        .filter(|(likeness, _)| *likeness >= NEAR)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_near_and_other_words_are_not() {
        let words = ["ibmcloud", "kubectl", "clear"];
        assert_eq!(nearest("ibmclod", words), Some("ibmcloud"));
        assert_eq!(nearest("kubctl", words), Some("kubectl"));
        assert_eq!(nearest("terraform", words), None);
    }
}
