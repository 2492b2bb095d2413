package tidy

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// versionFields only tell versions apart: version, dates, and the altIds, which
// often hold the version; the standard is ours.
var versionFields = []string{"version", "standard", "altIds", "firstCreated", "versionCreated", "contentCreated"}

// Hash is the content hash of an encoded item: 32 hexadecimal digits (128 bits of
// SHA-256) over all that the provider said, its status, embargo, urgency, notes and
// rights included. Left out is what only tells versions apart. The item must be one
// that Article gave, encoded by ninjs.Encode.
func Hash(data []byte) string {
	sum := sha256.New()
	for at := 1; at < len(data); {
		end := memberEnd(data, at)
		if !tellsVersions(memberName(data[at:end])) {
			sum.Write(data[at:end])
			sum.Write([]byte{','})
		}
		at = end + 1
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

func tellsVersions(name []byte) bool {
	return slices.ContainsFunc(versionFields, func(field string) bool { return field == string(name) })
}

// memberName is empty for what is no member.
func memberName(member []byte) []byte {
	if len(member) < 2 || member[0] != '"' {
		return nil
	}
	end := bytes.IndexByte(member[1:], '"')
	return member[1 : 1+max(end, 0)]
}

// memberEnd gives where the member of the object ends that starts at i: at the
// comma or brace after it.
func memberEnd(data []byte, i int) int {
	depth := 0
	for ; i < len(data); i++ {
		switch data[i] {
		case '"':
			i = stringEnd(data, i)
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth < 0 {
				return i
			}
		case ',':
			if depth == 0 {
				return i
			}
		}
	}
	return i
}

// stringEnd gives where the string that starts at i ends.
func stringEnd(data []byte, i int) int {
	for i++; i < len(data); i++ {
		next := bytes.IndexByte(data[i:], '"')
		if next < 0 {
			return len(data)
		}
		i += next
		backslashes := 0
		for data[i-1-backslashes] == '\\' {
			backslashes++
		}
		if backslashes%2 == 0 {
			return i
		}
	}
	return i
}
