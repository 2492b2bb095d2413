// Package formats tests that what publish writes is read back by normalize to the same
// article: the two are modules that do not know each other.
package formats
