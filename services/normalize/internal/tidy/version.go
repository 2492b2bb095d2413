package tidy

import "strconv"

// Number is the provider's version as a number that orders versions: digits
// alone ("10", "0010", "1132689232"). Anything else ("1.2", "2a", "-1") is no
// number, since nobody knows whether 1.10 comes after 1.9; such versions are
// ordered by their dates.
func Number(version string) (uint64, bool) {
	if version == "" || version[0] == '+' {
		return 0, false
	}
	n, err := strconv.ParseUint(version, 10, 64)
	return n, err == nil
}
