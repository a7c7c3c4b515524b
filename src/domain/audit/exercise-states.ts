/** An exercise goes on (running, or paused), or it is over: played to its end, stopped by somebody, or broken off by a fault. */
export const EXERCISE_STATES = ['running', 'paused', 'done', 'failed', 'stopped'] as const
export type ExerciseState = (typeof EXERCISE_STATES)[number]

/**
 * What the clock of an exercise stands for, the gravest first: a hazard that was found, one that is treated and not confirmed, places
 * that lost their holder, a plan that waits for a yes.
 */
export const CHAIR_WAITS = ['hazard', 'confirm', 'gap', 'plan'] as const
export type ChairWait = (typeof CHAIR_WAITS)[number]
