// Package bench measures the whole wire against a bare JetStream relay in the
// same run, and prints ratios: what the wire costs over moving the bytes.
//
// It promises nothing and asserts nothing.
package bench
