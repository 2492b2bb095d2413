package service

import (
	"fmt"
	"io"
	"log/slog"
)

const masked = "***"

// Secret is a text that no log, error or JSON shows, whatever way it is printed.
// The zero value is unset.
type Secret struct {
	// A pointer, because fmt prints the fields of structs whose methods it may
	// not call, but not what they point to.
	value *string
}

// NewSecret makes a secret of value; of an empty one an unset secret.
func NewSecret(value string) Secret {
	if value == "" {
		return Secret{}
	}
	return Secret{&value}
}

// Value is the text itself.
func (s Secret) Value() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsSet says whether there is a text.
func (s Secret) IsSet() bool { return s.value != nil }

// String is never the text.
func (s Secret) String() string { return masked }

// Format prints the mask for every verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, masked) }

// MarshalText is never the text.
func (s Secret) MarshalText() ([]byte, error) { return []byte(masked), nil }

// MarshalJSON is never the text.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + masked + `"`), nil }

// LogValue is never the text.
func (s Secret) LogValue() slog.Value { return slog.StringValue(masked) }

// UnmarshalText sets the text.
func (s *Secret) UnmarshalText(text []byte) error {
	*s = NewSecret(string(text))
	return nil
}
