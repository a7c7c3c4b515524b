import type { Kit } from './kit.ts'

/** What is measured, and what it should come to: a value not above the aim meets it. */
export interface Figure {
  /** In the words of the aim: "import of 300,000 places, embedded". */
  figure: string
  /** `s`, `ms`, `min`, `KB`, `MiB`, `%`, `cores` that were busy, `of them`: a count, or `×`: multiples of the bare statement. */
  unit: 's' | 'ms' | 'min' | 'KB' | 'MiB' | '%' | 'cores' | 'of them' | '×'
  aim: number
  /** Makes what it needs, measures, and leaves nothing behind. Throws `Unmeasurable` when a part is missing here. */
  measure(kit: Kit): Promise<Measured>
}

export interface Measured {
  value: number
  /** The bare statement of the same run, and what it came to. */
  against: Bare
  /** How much there was of everything that the value depends on, and what it is made up of. */
  sizes: Record<string, unknown>
}

export interface Bare {
  what: string
  value: number
  unit: Figure['unit']
  /** The figure's value by the bare statement's, both as times. */
  ratio: number
}

/** One line of JSON. `met` is null where the figure was not measured, or not at its full size. */
export interface Result {
  figure: string
  value: number | null
  unit: Figure['unit']
  aim: number
  met: boolean | null
  against: Bare | null
  sizes: Record<string, unknown>
  /** Why there is no value. */
  skipped?: string
}

/** Thrown by a figure that cannot be measured here, with the reason as its message; it is reported, and is no fault. */
export class Unmeasurable extends Error {}

/** Measures one figure. At a part of its size it is a trial of the benchmark, and its aim is not judged. */
export async function resultOf(figure: Figure, kit: Kit): Promise<Result> {
  const { measure, ...head } = figure
  try {
    const { value, against, sizes } = await measure(kit)
    const met = kit.scale === 1 ? value <= figure.aim : null
    const bare = { ...against, value: rounded(against.value), ratio: rounded(against.ratio) }
    return { ...head, value: rounded(value), met, against: bare, sizes }
  } catch (error) {
    if (!(error instanceof Unmeasurable)) throw error
    return { ...head, value: null, met: null, against: null, sizes: {}, skipped: error.message }
  }
}

/** Three figures that count are enough: no two runs agree in more. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3))
}
