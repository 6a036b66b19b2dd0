package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

// More connections than this make PostgreSQL slower, not faster, at our work.
const postgresConnections = 16

// A stuck client must not hold an event for ever.
var postgresLimits = map[string]string{
	"lock_timeout":                        "3s",
	"statement_timeout":                   "10s",
	"idle_in_transaction_session_timeout": "10s",
	"timezone":                            "UTC",
}

// timesInUTC makes times come back as they went in, like those of SQLite, and not
// in the zone of the computer.
func timesInUTC(_ context.Context, conn *pgx.Conn) error {
	conn.TypeMap().RegisterType(&pgtype.Type{
		Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
	})
	return nil
}

func (s *Store) openPostgres(ctx context.Context, o Options) error {
	s.kind = "postgres"
	cfg, err := pgxpool.ParseConfig(o.Postgres)
	if err != nil {
		return fmt.Errorf("read the postgres:// address: %w", err)
	}
	cfg.MaxConns = postgresConnections
	for name, value := range postgresLimits {
		cfg.ConnConfig.RuntimeParams[name] = value
	}
	cfg.AfterConnect = timesInUTC
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return err
	}
	conn := stdlib.OpenDBFromPool(pool)
	s.closers = append(s.closers, conn.Close, func() error { pool.Close(); return nil })
	if err := conn.PingContext(ctx); err != nil {
		return err
	}
	s.write, err = gorm.Open(postgres.New(postgres.Config{Conn: conn}), config())
	s.read = s.write
	return err
}
