/** How places may stand, the worst first: in this order a legend, a ring and a table tell them. */
export const STATE_ORDER = ['unheld', 'few', 'late', 'unknown', 'held', 'agreed', 'there', 'free'] as const

/** How a place stands: what is told of it everywhere, by colour and by mark. */
export type State = (typeof STATE_ORDER)[number]
