package console

import (
	"errors"
	"fmt"
)

// usage is an error of the arguments.
type usage struct{ error }

func (u usage) Unwrap() error { return u.error }

// Usagef makes an error that says that the arguments of a command make no sense. Whatever
// is wrapped around it, the command then ends with the exit code of wrong usage.
func Usagef(format string, args ...any) error { return usage{fmt.Errorf(format, args...)} }

// IsUsage reports whether an error came from the arguments.
func IsUsage(err error) bool {
	var u usage
	return errors.As(err, &u)
}
