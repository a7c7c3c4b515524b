/** As narrow as this, one part of a screen is shown at a time. */
export const NARROW = '(max-width: 62em)'
