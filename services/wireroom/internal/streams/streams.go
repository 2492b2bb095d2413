// Package streams is the commands on streams as code: `streams apply` makes and
// changes what pkg/contract declares, `streams list` shows what there is.
//
// What would lose messages it refuses unless it is forced. It must know no stream by
// itself, and never touches one that is not declared, nor a consumer: the durable
// consumers belong to the services, which bring them up to date as they start.
package streams

import (
	"time"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/service"
)

// Cmd is the command.
type Cmd struct {
	List  List  `cmd:"" default:"withargs" help:"List the streams and buckets: what they hold, and whether they are as declared."`
	Apply Apply `cmd:"" help:"Make and change streams and buckets as they are declared."`
}

// configured gives what the services read.
func configured() (contract.StreamOptions, error) {
	var env struct {
		Streams contract.StreamOptions
		Views   struct {
			Lease time.Duration `default:"5s"`
		}
	}
	if err := service.Load(service.Prefix, &env); err != nil {
		return env.Streams, err
	}
	env.Streams.Lease = env.Views.Lease
	return env.Streams, env.Streams.Validate()
}
