/** So many duties or calls are undone in one transaction at most, but for those of one place, which stay together. */
export const UNDO_PIECE = 2_000
