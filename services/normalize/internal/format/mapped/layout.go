package mapped

import (
	"fmt"
	"strings"
)

// patterns are the letters of a date pattern (Unicode Technical Standard 35, part
// 4, as Java and .NET have them) and what Go calls them. Fractions of a second need
// none: they are read wherever seconds are.
func patterns() []help {
	return []help{
		{"yyyy", "2006"}, {"yy", "06"}, {"MMMM", "January"}, {"MMM", "Jan"}, {"MM", "01"}, {"M", "1"},
		{"EEEE", "Monday"}, {"EEE", "Mon"}, {"dd", "02"}, {"d", "2"}, {"HH", "15"}, {"H", "15"},
		{"hh", "03"}, {"h", "3"}, {"mm", "04"}, {"m", "4"}, {"ss", "05"}, {"s", "5"}, {"a", "PM"},
		{"XXX", "Z07:00"}, {"XX", "Z0700"}, {"X", "Z07"}, {"Z", "-0700"},
	}
}

// layoutOf makes Go's layout of a pattern.
func layoutOf(pattern string) (string, error) {
	switch pattern {
	case layoutISO, layoutMail, layoutUnix, layoutMilli:
		return pattern, nil
	}
	var b strings.Builder
	for i := 0; i < len(pattern); {
		c := pattern[i]
		n := 1
		for i+n < len(pattern) && pattern[i+n] == c {
			n++
		}
		switch {
		case c == '\'':
			end := strings.IndexByte(pattern[i+1:], '\'')
			if end < 0 {
				return "", fmt.Errorf("a quotation mark is not closed")
			}
			b.WriteString(pattern[i+1 : i+1+end])
			n = end + 2
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			goes, ok := goLayout(pattern[i : i+n])
			if !ok {
				return "", fmt.Errorf("%s is no part of a date pattern", pattern[i:i+n])
			}
			b.WriteString(goes)
		case c >= '0' && c <= '9':
			return "", fmt.Errorf("a digit is no part of a date pattern; letters stand for parts of the date, as in yyyy-MM-dd")
		default:
			b.WriteString(pattern[i : i+n])
		}
		i += n
	}
	return b.String(), nil
}

func goLayout(letters string) (string, bool) {
	for _, p := range patterns() {
		if p.Name == letters {
			return p.Text, true
		}
	}
	return "", false
}
