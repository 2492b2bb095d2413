package contract

import "regexp"

var mediaFile = regexp.MustCompile(`^[0-9a-f]{64}(?:\.[a-z0-9]{1,8})?$`)

// ValidMediaFile reports whether a name is one of a binary: the SHA-256 of its
// content in hexadecimal digits, with the extension of its type.
func ValidMediaFile(name string) bool { return mediaFile.MatchString(name) }

// MediaName is the name of a binary in the object store: each article has its own,
// so that what one loses by a kill the others keep.
func MediaName(article, file string) string { return article + "/" + file }

// MediaPath is where publish's API gives the binaries of an article out.
func MediaPath(article string) string { return "/v1/media/" + article + "/" }
