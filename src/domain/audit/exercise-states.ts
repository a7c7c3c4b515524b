/** An exercise goes on (running, or paused), or it is over: played to its end, stopped by somebody, or broken off by a fault. */
export const EXERCISE_STATES = ['running', 'paused', 'done', 'failed', 'stopped'] as const
export type ExerciseState = (typeof EXERCISE_STATES)[number]
