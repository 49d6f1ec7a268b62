//! Bytes that a seed gives, the same on every machine.

/// So many bytes for case `number` of a seed.
pub fn bytes(seed: u64, number: u64, length: usize) -> Vec<u8> {
    let mut state = mix(seed).wrapping_add(number.wrapping_mul(0x2545_f491_4f6c_dd1d));
    (0..length.div_ceil(8)).flat_map(|_| next(&mut state).to_le_bytes()).take(length).collect()
}

/// SplitMix64.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mix(*state)
}

fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
