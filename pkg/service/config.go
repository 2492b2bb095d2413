package service

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"

	"github.com/kelseyhightower/envconfig"
)

// maxSecret is the size in bytes of the largest file that a secret is read from.
const maxSecret = 64 << 10

// Load fills the struct that into points to from environment variables, as
// envconfig does, with names that start with prefix. A Secret in variable X may
// be given as a file named in X_FILE instead, whose trailing newline is cut off.
// Then into's Validate() error is called, if it has one. Errors wrap ErrConfig, and
// name variables but never a secret.
func Load(prefix string, into any) error { return ConfigError(load(prefix, into)) }

func load(prefix string, into any) error {
	fields, err := walk(prefix, reflect.ValueOf(into))
	if err != nil {
		return err
	}
	if err := envconfig.Process(prefix, into); err != nil {
		return fmt.Errorf("read the configuration: %w", plain(err))
	}
	if err := loadFiles(fields); err != nil {
		return fmt.Errorf("read the configuration: %w", err)
	}
	if v, ok := into.(interface{ Validate() error }); ok {
		if err := v.Validate(); err != nil {
			return fmt.Errorf("check the configuration: %w", err)
		}
	}
	return nil
}

// plain puts envconfig's words about its own inside in ours.
func plain(err error) error {
	var parse *envconfig.ParseError
	if errors.As(err, &parse) {
		return fmt.Errorf("%s: %w", parse.KeyName, parse.Err)
	}
	return err
}

func loadFiles(fields []configField) error {
	for _, f := range fields {
		if f.kind != reflect.TypeFor[Secret]() {
			continue
		}
		path := os.Getenv(f.Name + "_FILE")
		if path == "" {
			continue
		}
		if os.Getenv(f.Name) != "" {
			return fmt.Errorf("%s and %s_FILE are both set", f.Name, f.Name)
		}
		secret, err := readSecret(path)
		if err != nil {
			return fmt.Errorf("%s_FILE: %w", f.Name, err)
		}
		f.value.Set(reflect.ValueOf(secret))
	}
	return nil
}

func readSecret(path string) (Secret, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Secret{}, err
	}
	if info.Size() > maxSecret {
		return Secret{}, fmt.Errorf("%s has more than %d bytes", path, maxSecret)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return Secret{}, err
	}
	text := strings.TrimSuffix(strings.TrimSuffix(string(data), "\n"), "\r")
	if text == "" {
		return Secret{}, fmt.Errorf("%s is empty", path)
	}
	return NewSecret(text), nil
}
