/** Begins the tour of the board. */
export function startTour(): void {}
