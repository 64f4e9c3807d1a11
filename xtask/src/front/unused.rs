//! Leaves out of the compiled front end what it never runs though it points to it, so that neither compiler nor linker
//! can know.
//!
//! A function's body is replaced by one that stops the program, of the same length, because everything in the file is
//! found by its place. What is left without a caller then is dropped when the parts are split.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::problem::{Outcome, Problem};

/// Parts of the names of functions that never run, as the compiler writes them:
///
/// - A page is taken over at once, when its part is there, and never while something is waited for
///   (`frontend/src/lib.rs`).
/// - Only the server makes a list of the routes.
/// - No server function takes or gives a stream, which is what the browser would pull at.
///
/// The names are those of what views and routes point to and nothing else: the compiler makes one of several functions that
/// do the same, so that what is behind them may have another use.
const NEVER: [&str; 4] = [
    "8into_any13hydrate_async17h",
    "into_any_nested_route15generate_routes17h",
    "intounderlyingsource_",
    "intounderlyingbytesource_",
];

/// The kinds of relocations that carry a number to be added, by the linking conventions of WebAssembly tools.
const WITH_ADDEND: [u8; 14] = [3, 4, 5, 8, 9, 11, 14, 15, 16, 17, 21, 22, 23, 25];

const CUSTOM: u8 = 0;
const IMPORT: u8 = 2;
const CODE: u8 = 10;

/// Returns the module without the bodies that never run. It has names and relocations, and keeps them.
pub fn without(module: &[u8]) -> Outcome<Vec<u8>> {
    rewritten(module).ok_or_else(|| Problem::new("can't understand the compiled front end"))
}

fn rewritten(module: &[u8]) -> Option<Vec<u8>> {
    let sections = sections(module)?;
    let named = |name: &str| {
        let found = |section: &&Section| section.id == CUSTOM && section.name == name.as_bytes();
        sections.iter().find(found)
    };
    let code = sections.iter().find(|section| section.id == CODE)?;
    let imported = match sections.iter().find(|section| section.id == IMPORT) {
        Some(imports) => imported_functions(&module[imports.content.clone()])?,
        None => 0,
    };
    let names = function_names(&module[named("name")?.content.clone()])?;
    let unused = |number: usize| {
        let name = names.get(&(number + imported));
        name.is_some_and(|name| {
            let name = String::from_utf8_lossy(name);
            // What only tells wasm-bindgen of types is run, by that.
            let describes = name.starts_with("__wbindgen_describe");
            !describes && NEVER.iter().any(|never| name.contains(never))
        })
    };
    let bodies = bodies(&module[code.content.clone()])?;
    let bodies = bodies.into_iter().enumerate();
    let unused: Vec<Range<usize>> = bodies
        .filter(|(number, body)| unused(*number) && body.len() > 3)
        .map(|(_, body)| body)
        .collect();

    let relocations = named("reloc.CODE")?;
    let mut out = Vec::with_capacity(module.len());
    out.extend_from_slice(&module[..relocations.whole.start]);
    for body in &unused {
        let body = &mut out[code.content.start + body.start..code.content.start + body.end];
        stop(body);
    }
    let kept = relocations_outside(&module[relocations.content.clone()], &unused)?;
    out.push(CUSTOM);
    write(&mut out, 1 + relocations.name.len() + kept.len());
    write(&mut out, relocations.name.len());
    out.extend_from_slice(relocations.name);
    out.extend_from_slice(&kept);
    out.extend_from_slice(&module[relocations.whole.end..]);
    Some(out)
}

/// A body without variables: `unreachable`, as many times nothing as it takes, `end`.
fn stop(body: &mut [u8]) {
    body.fill(0x01);
    body[..2].fill(0x00);
    if let Some(end) = body.last_mut() {
        *end = 0x0b;
    }
}

struct Section<'a> {
    id: u8,
    /// Of a custom section.
    name: &'a [u8],
    /// With what says how long it is.
    whole: Range<usize>,
    /// Without that and the name.
    content: Range<usize>,
}

fn sections(module: &[u8]) -> Option<Vec<Section<'_>>> {
    let mut at = 8;
    let mut found = Vec::new();
    while at < module.len() {
        let mut reader = Reader { bytes: module, at };
        let id = reader.byte()?;
        let length = reader.number()?;
        let end = reader.at.checked_add(length)?;
        let name = match id {
            CUSTOM => reader.bytes()?,
            _ => &[],
        };
        found.push(Section {
            id,
            name,
            whole: at..end,
            content: reader.at..end,
        });
        at = end;
    }
    (at == module.len()).then_some(found)
}

fn imported_functions(section: &[u8]) -> Option<usize> {
    let mut reader = Reader::new(section);
    let mut functions = 0;
    for _ in 0..reader.number()? {
        reader.bytes()?;
        reader.bytes()?;
        match reader.byte()? {
            0 => {
                functions += 1;
                reader.number()?;
            }
            1 => {
                reader.byte()?;
                reader.limits()?;
            }
            2 => reader.limits()?,
            3 => {
                reader.byte()?;
                reader.byte()?;
            }
            _ => return None,
        }
    }
    Some(functions)
}

fn function_names(section: &[u8]) -> Option<BTreeMap<usize, &[u8]>> {
    let mut reader = Reader::new(section);
    let mut names = BTreeMap::new();
    while reader.at < section.len() {
        let kind = reader.byte()?;
        let content = reader.bytes()?;
        if kind != 1 {
            continue;
        }
        let mut reader = Reader::new(content);
        for _ in 0..reader.number()? {
            names.insert(reader.number()?, reader.bytes()?);
        }
    }
    Some(names)
}

/// Where each function's body is in the section of code.
fn bodies(section: &[u8]) -> Option<Vec<Range<usize>>> {
    let mut reader = Reader::new(section);
    let count = reader.number()?;
    let mut bodies = Vec::with_capacity(count);
    for _ in 0..count {
        let length = reader.bytes()?.len();
        bodies.push(reader.at - length..reader.at);
    }
    Some(bodies)
}

/// The relocations' section without those that lie within one of the ranges, which are in order.
fn relocations_outside(section: &[u8], ranges: &[Range<usize>]) -> Option<Vec<u8>> {
    let mut reader = Reader::new(section);
    let (target, count) = (reader.number()?, reader.number()?);
    let (mut kept, mut entries) = (0, Vec::new());
    for _ in 0..count {
        let start = reader.at;
        let kind = reader.byte()?;
        let place = reader.number()?;
        reader.number()?;
        if WITH_ADDEND.contains(&kind) {
            reader.skip_number()?;
        }
        let before = ranges.partition_point(|range| range.end <= place);
        let within = ranges
            .get(before)
            .is_some_and(|range| range.contains(&place));
        if !within {
            kept += 1;
            entries.extend_from_slice(&section[start..reader.at]);
        }
    }
    let mut out = Vec::new();
    write(&mut out, target);
    write(&mut out, kept);
    out.extend_from_slice(&entries);
    Some(out)
}

/// Appends a number in LEB128.
fn write(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Reader { bytes, at: 0 }
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    /// A number in LEB128.
    fn number(&mut self) -> Option<usize> {
        let (mut number, mut shift) = (0usize, 0);
        loop {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(number);
            }
            shift += 7;
        }
    }

    fn skip_number(&mut self) -> Option<()> {
        while self.byte()? & 0x80 != 0 {}
        Some(())
    }

    /// As many bytes as the number before them says.
    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        let bytes = self.bytes.get(self.at..self.at.checked_add(length)?)?;
        self.at += length;
        Some(bytes)
    }

    fn limits(&mut self) -> Option<()> {
        let flags = self.byte()?;
        self.number()?;
        if flags & 1 != 0 {
            self.number()?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(id: u8, content: &[u8]) -> Vec<u8> {
        let mut out = vec![id];
        write(&mut out, content.len());
        out.extend_from_slice(content);
        out
    }

    fn text(text: &str) -> Vec<u8> {
        let mut out = vec![text.len() as u8];
        out.extend_from_slice(text.as_bytes());
        out
    }

    #[test]
    fn bodies_that_never_run_and_their_relocations_are_left_out_and_nothing_moves() {
        // One imported function, then two of which the second never runs.
        let imports = [&[1][..], &text("a"), &text("b"), &[0, 0]].concat();
        let first = [5, 0, 0x10, 0x80, 0x00, 0x0b];
        let second = [6, 0, 0x10, 0x80, 0x00, 0x01, 0x0b];
        let code = [&[2][..], &first, &second].concat();
        let names = [
            &[2, 1][..],
            &text("main"),
            &[2],
            &text("x8into_any13hydrate_async17h0E"),
        ]
        .concat();
        let names = [&text("name")[..], &section(1, &names)].concat();
        let relocations = [
            &text("reloc.CODE")[..],
            &[1, 3],
            &[0, 4, 7],
            &[0, 10, 7],
            &[3, 11, 7, 0x80, 0x01],
        ]
        .concat();
        let module = |code: &[u8], relocations: &[u8]| {
            let header = *b"\0asm\x01\0\0\0";
            let sections = [
                section(IMPORT, &imports),
                section(CODE, code),
                section(CUSTOM, relocations),
                section(CUSTOM, &names),
            ];
            [&header[..], &sections.concat()].concat()
        };
        let stopped = [6, 0, 0, 1, 1, 1, 0x0b];
        let code_after = [&[2][..], &first, &stopped].concat();
        let relocations_after = [&text("reloc.CODE")[..], &[1, 1], &[0, 4, 7]].concat();
        let out = without(&module(&code, &relocations)).unwrap();
        assert_eq!(out, module(&code_after, &relocations_after));
        assert!(without(&module(&code, &relocations)[..20]).is_err());
    }
}
