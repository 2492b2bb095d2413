package configfile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"time"

	"go.uber.org/zap"
	"go.yaml.in/yaml/v4"

	"github.com/wireroom/wireroom/pkg/service"
)

// readAgain is how often a file is read. It is small, and a look finds what no event of
// the file system tells.
const readAgain = 2 * time.Second

// Follow loads a file and loads it again until ctx ends. The first load must work; a later
// one that fails is logged once for each error. what names the file: "consumers".
func Follow(ctx context.Context, what string, load func() error, log *zap.Logger) error {
	if err := load(); err != nil {
		return err
	}
	go func() {
		told := ""
		for service.Pause(ctx, readAgain) == nil {
			if err := load(); err == nil {
				told = ""
			} else if err.Error() != told {
				told = err.Error()
				log.Error(what+" file can't be used, the last one stays in use", zap.Error(err))
			}
		}
	}()
	return nil
}

// Decode reads the one YAML document of a file into a pointer to a struct. A key that the
// struct does not have is an error, and so is a second document: what stands in it would
// not count. what names the entries: "consumers".
func Decode(data []byte, what string, into any) error {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil && !errors.Is(err, io.EOF) {
		return err // it names line and key
	}
	if err := dec.Decode(reflect.New(reflect.TypeOf(into).Elem()).Interface()); !errors.Is(err, io.EOF) {
		return fmt.Errorf("there is a second document after ---: all %s belong in one list", what)
	}
	return nil
}
