package contract

import "time"

// MaxEmbargo is how far ahead an embargo may end at most: ten years, their leap days
// included. The broker's own due times end in 2262.
const MaxEmbargo = (10*365 + 3) * 24 * time.Hour
