//! Reads the JSON that our own server has written.
//!
//! The server writes a view's fields in their order, each once and without spaces, and a page never meets another build's
//! server function: so the fields' names are only compared, not searched for. That takes a third of the code that reading
//! any JSON takes, for every view that the browser has.

use serde::de::value::U32Deserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess,
    SeqAccess, VariantAccess, Visitor,
};

/// The text is no JSON of that type, as `serde_json` writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable;

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the answer is no JSON of what is asked for")
    }
}

impl std::error::Error for Unreadable {}

impl de::Error for Unreadable {
    fn custom<T: std::fmt::Display>(_: T) -> Unreadable {
        Unreadable
    }
}

/// Reads a value from text that `serde_json::to_string` has made of one of the same type. The type's fields may not be left
/// out when it is written, nor flattened, nor its variants untagged.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    let mut reader = Reader { text, at: 0 };
    let value = T::deserialize(&mut reader)?;
    match reader.at == text.len() {
        true => Ok(value),
        false => Err(Unreadable),
    }
}

struct Reader<'a> {
    text: &'a str,
    /// Where the next byte is. The bytes before make whole characters.
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> u8 {
        // No JSON holds this byte.
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    fn takes(&mut self, byte: u8) -> bool {
        let found = self.peek() == byte;
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8) -> Result<(), Unreadable> {
        match self.takes(byte) {
            true => Ok(()),
            false => Err(Unreadable),
        }
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let found = rest.starts_with(word.as_bytes());
        if found {
            self.at += word.len();
        }
        found
    }

    /// A field's name and the colon behind it.
    fn name(&mut self, name: &str) -> Result<(), Unreadable> {
        match self.takes(b'"') && self.takes_word(name) && self.takes_word("\":") {
            true => Ok(()),
            false => Err(Unreadable),
        }
    }

    fn boolean(&mut self) -> Result<bool, Unreadable> {
        if self.takes_word("true") {
            return Ok(true);
        }
        match self.takes_word("false") {
            true => Ok(false),
            false => Err(Unreadable),
        }
    }

    /// A whole number without its sign.
    fn digits(&mut self) -> Result<u64, Unreadable> {
        let (start, mut number) = (self.at, 0u64);
        while self.peek().is_ascii_digit() {
            let digit = u64::from(self.peek() - b'0');
            let more = number.checked_mul(10).and_then(|n| n.checked_add(digit));
            number = more.ok_or(Unreadable)?;
            self.at += 1;
        }
        match self.at > start {
            true => Ok(number),
            false => Err(Unreadable),
        }
    }

    fn signed(&mut self) -> Result<i64, Unreadable> {
        let negative = self.takes(b'-');
        let number = i64::try_from(self.digits()?).map_err(|_| Unreadable)?;
        Ok(if negative { -number } else { number })
    }

    fn string(&mut self) -> Result<String, Unreadable> {
        self.expect(b'"')?;
        let mut text = String::new();
        loop {
            let start = self.at;
            while !matches!(self.peek(), b'"' | b'\\' | 0) {
                self.at += 1;
            }
            text.push_str(self.text.get(start..self.at).ok_or(Unreadable)?);
            if self.takes(b'"') {
                return Ok(text);
            }
            self.expect(b'\\')?;
            let escape = self.peek();
            self.at += 1;
            text.push(match escape {
                b'"' | b'\\' | b'/' => char::from(escape),
                b'n' => '\n',
                b't' => '\t',
                b'r' => '\r',
                b'b' => '\u{8}',
                b'f' => '\u{c}',
                b'u' => self.escaped()?,
                _ => return Err(Unreadable),
            });
        }
    }

    /// The four digits of a character's number. The server escapes control characters only.
    fn escaped(&mut self) -> Result<char, Unreadable> {
        let digits = self.text.get(self.at..self.at + 4).ok_or(Unreadable)?;
        self.at += 4;
        let number = u32::from_str_radix(digits, 16).map_err(|_| Unreadable)?;
        char::from_u32(number).ok_or(Unreadable)
    }

    /// The number of the variant that is named here.
    fn variant(&mut self, variants: &[&str]) -> Result<u32, Unreadable> {
        let name = self.string()?;
        let at = variants.iter().position(|variant| *variant == name);
        at.and_then(|at| u32::try_from(at).ok()).ok_or(Unreadable)
    }
}

impl<'de> Deserializer<'de> for &mut Reader<'_> {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Unreadable> {
        Err(Unreadable)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_bool(self.boolean()?)
    }

    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_i64(self.signed()?)
    }

    fn deserialize_i16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_i64(self.signed()?)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_i64(self.signed()?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_i64(self.signed()?)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_u64(self.digits()?)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_u64(self.digits()?)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_u64(self.digits()?)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_u64(self.digits()?)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_string(self.string()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_string(self.string()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_string(self.string()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.takes_word("null") {
            true => visitor.visit_none(),
            false => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.takes_word("null") {
            true => visitor.visit_unit(),
            false => Err(Unreadable),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.expect(b'[')?;
        let value = visitor.visit_seq(Items::new(self))?;
        self.expect(b']')?;
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.expect(b'{')?;
        let value = visitor.visit_map(Items::new(self))?;
        self.expect(b'}')?;
        Ok(value)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.expect(b'{')?;
        let value = visitor.visit_seq(Fields {
            reader: self,
            names: fields,
            first: true,
        })?;
        self.expect(b'}')?;
        Ok(value)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        let holds = self.takes(b'{');
        let number = self.variant(variants)?;
        if holds {
            self.expect(b':')?;
        }
        let value = visitor.visit_enum(Variant {
            reader: self,
            number,
        })?;
        if holds {
            self.expect(b'}')?;
        }
        Ok(value)
    }

    serde::forward_to_deserialize_any! { i128 u128 f32 f64 bytes byte_buf identifier ignored_any }
}

/// What stands between brackets.
struct Items<'r, 'a> {
    reader: &'r mut Reader<'a>,
    first: bool,
}

impl<'r, 'a> Items<'r, 'a> {
    fn new(reader: &'r mut Reader<'a>) -> Self {
        let first = true;
        Items { reader, first }
    }

    /// Whether there is another one, whose beginning comes next.
    fn goes_on(&mut self) -> Result<bool, Unreadable> {
        if matches!(self.reader.peek(), b']' | b'}') {
            return Ok(false);
        }
        if !std::mem::take(&mut self.first) {
            self.reader.expect(b',')?;
        }
        Ok(true)
    }
}

impl<'de> SeqAccess<'de> for Items<'_, '_> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unreadable> {
        match self.goes_on()? {
            true => seed.deserialize(&mut *self.reader).map(Some),
            false => Ok(None),
        }
    }
}

impl<'de> MapAccess<'de> for Items<'_, '_> {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unreadable> {
        match self.goes_on()? {
            true => seed.deserialize(&mut *self.reader).map(Some),
            false => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, Unreadable> {
        self.reader.expect(b':')?;
        seed.deserialize(&mut *self.reader)
    }
}

/// A view's fields, in their order.
struct Fields<'r, 'a> {
    reader: &'r mut Reader<'a>,
    names: &'static [&'static str],
    first: bool,
}

impl Fields<'_, '_> {
    /// Whether there is another one, whose value comes next.
    fn goes_on(&mut self) -> Result<bool, Unreadable> {
        let Some((name, rest)) = self.names.split_first() else {
            return Ok(false);
        };
        self.names = rest;
        if !std::mem::take(&mut self.first) {
            self.reader.expect(b',')?;
        }
        self.reader.name(name)?;
        Ok(true)
    }
}

impl<'de> SeqAccess<'de> for Fields<'_, '_> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unreadable> {
        match self.goes_on()? {
            true => seed.deserialize(&mut *self.reader).map(Some),
            false => Ok(None),
        }
    }
}

/// One of several variants, and what it holds.
struct Variant<'r, 'a> {
    reader: &'r mut Reader<'a>,
    number: u32,
}

impl<'de> EnumAccess<'de> for Variant<'_, '_> {
    type Error = Unreadable;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self), Unreadable> {
        let number: U32Deserializer<Unreadable> = self.number.into_deserializer();
        Ok((seed.deserialize(number)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, '_> {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(
        self,
        seed: T,
    ) -> Result<T::Value, Unreadable> {
        seed.deserialize(self.reader)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.reader.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.reader.deserialize_struct("", fields, visitor)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Serialize};

    use super::{Unreadable, read};

    #[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
    struct All {
        text: String,
        number: u64,
        below: i32,
        small: u8,
        yes: bool,
        none: Option<String>,
        some: Option<(usize, bool)>,
        list: Vec<Kind>,
        map: BTreeMap<String, Vec<u16>>,
        unit: (),
        #[serde(default)]
        new: Wrapped,
    }

    #[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
    struct Wrapped(String);

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        JustAName,
        One(Option<Box<Kind>>),
        Two(String, Vec<(String, String)>),
        Named { label: String, count: usize },
    }

    fn all() -> All {
        All {
            text: "\"quoted\" \\ / \n\r\t\u{8}\u{c}\u{1}\u{7f} é 🔑 {}[]:,".into(),
            number: u64::MAX,
            below: -7,
            small: 255,
            yes: true,
            none: None,
            some: Some((3, false)),
            list: vec![
                Kind::JustAName,
                Kind::One(None),
                Kind::One(Some(Box::new(Kind::JustAName))),
                Kind::Two("a".into(), vec![("b".into(), "c".into())]),
                Kind::Named {
                    label: String::new(),
                    count: 0,
                },
            ],
            map: BTreeMap::from([("a:b".into(), vec![]), ("c".into(), vec![1, 2])]),
            unit: (),
            new: Wrapped("w".into()),
        }
    }

    #[test]
    fn what_was_written_is_read() {
        for value in [all(), All::default()] {
            let text = serde_json::to_string(&value).unwrap();
            assert_eq!(read::<All>(&text), Ok(value), "{text}");
        }
        let answers: [Result<All, Kind>; 2] = [Ok(all()), Err(Kind::JustAName)];
        for answer in answers {
            let text = serde_json::to_string(&answer).unwrap();
            assert_eq!(read(&text), Ok(answer), "{text}");
        }
    }

    #[test]
    fn what_is_cut_or_altered_is_not_read_as_something_else() {
        let text = serde_json::to_string(&all()).unwrap();
        for (at, _) in text.char_indices() {
            assert_eq!(read::<All>(&text[..at]), Err(Unreadable), "{at}");
        }
        for more in [" ", ",", "}", "null"] {
            assert_eq!(read::<All>(&format!("{text}{more}")), Err(Unreadable));
        }
        for (good, bad) in [
            ("\"number\"", "\"numbers\""),
            ("\"text\"", "\"number\""),
            ("255", "256"),
            ("18446744073709551615", "18446744073709551616"),
            ("just_a_name", "just_another"),
            ("true", "yes"),
            ("null", "nil"),
            ("\\u0001", "\\u00g1"),
            ("\\n", "\\x"),
        ] {
            assert!(text.contains(good), "{good}");
            let altered = text.replacen(good, bad, 1);
            assert_eq!(read::<All>(&altered), Err(Unreadable), "{altered}");
        }
    }
}
