package push

import (
	"net/http"
	"strconv"
	"time"
)

// retryAfter reads the header of RFC 9110, section 10.2.3: seconds or a date. Zero
// where it says nothing.
func retryAfter(h http.Header, now time.Time) time.Duration {
	text := h.Get("Retry-After")
	if n, err := strconv.Atoi(text); err == nil && n >= 0 {
		return time.Duration(n) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}
