// Package date reads the dates and times of all formats.
package date
