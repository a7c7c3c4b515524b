/**
 * What of a message is read at most. No warning known comes near these; a message beyond them is refused by name before it
 * costs anybody else's time, or, where only its wording is long, cut with a note. docs/warnings.md lists them for senders.
 */
export const BOUNDS = {
  /** Of the document: bytes; tags, attributes and entities together; levels; messages. */
  bytes: 4 * 1024 * 1024,
  tags: 300_000,
  depth: 64,
  messages: 5_000,
  /** Of a message's infos, references, shapes, geocodes. */
  infos: 500,
  references: 1_000,
  shapes: 10_000,
  geocodes: 10_000,
  /** Corners of one ring, and of all shapes of a message. */
  ringCorners: 20_000,
  corners: 150_000,
  /** Where edges of one ring cross or touch, where edges of two rings of one area cross, and where those only touch. */
  selfCrossings: 500,
  crossings: 20_000,
  touches: 200_000,
  /** Comparisons of two edges while crossings are looked for. */
  comparisons: 5_000_000,
  radiusKm: 2_000,
  /** Messages tied together by references that are weighed together. */
  chain: 1_000,
  /** Characters of what tells messages apart, which are refused beyond. */
  identity: 250,
  /** Characters of names and codes, and of wording: what is longer is cut, with a note. */
  name: 200,
  headline: 2_000,
  areaDesc: 8_000,
  text: 50_000,
  notes: 100,
} as const
