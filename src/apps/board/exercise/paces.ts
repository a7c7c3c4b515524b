import type { Say } from '../words/words.ts'

/** How fast an exercise may go, as a form holds it: so many times as fast as the wall; empty: as fast as it goes. */
export const PACES = ['60', '300', '900', ''] as const

export const paceOf = (text: string): number | null => (text === '' ? null : Number(text))

export const sayPace = (say: Say, pace: string): string => (pace === '' ? say('exercise.speed.full') : `× ${pace}`)
