package contract

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
)

// MediaFile names a binary by its content: 32 hexadecimal digits (128 bits of
// SHA-256), and the extension of its type, such as ".jpg".
func MediaFile(data []byte, extension string) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16]) + extension
}

var mediaFile = regexp.MustCompile(`^[0-9a-f]{32}(?:\.[a-z0-9]{1,8})?$`)

// ValidMediaFile reports whether MediaFile could have made the name.
func ValidMediaFile(name string) bool { return mediaFile.MatchString(name) }

// MediaName is the name of a binary in the object store: each article has its own,
// so that what one loses by a kill the others keep.
func MediaName(article, file string) string { return article + "/" + file }

// MediaPath is where publish's API gives a binary out.
func MediaPath(article, file string) string { return "/v1/media/" + article + "/" + file }
