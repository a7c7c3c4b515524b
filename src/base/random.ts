/** A seeded stream of numbers in [0, 1): the same seed gives the same demo, the same exercise, the same plan. */
export type Random = () => number

/** Mulberry32 (public domain, Tommy Ettinger): small, fast, and good enough for played phones and made-up rivers. */
export function seeded(seed: number): Random {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = a
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A number in [0, 1) that depends on `text` and `seed` alone, however often and in whatever order it is asked. */
export function fraction(text: string, seed: number): number {
  let h = 0x811c9dc5 ^ seed
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return seeded(h)()
}

/** A draw from the normal distribution by Box and Muller's method. */
export function normal(random: Random, mean: number, sd: number): number {
  const u = 1 - random()
  return mean + sd * Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random())
}
