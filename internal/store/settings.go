package store

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// setting is what a server says about itself to commands beside it.
type setting struct {
	Name  string `gorm:"primaryKey"`
	Value string
}

// baseURL is the name of the setting that SaveBaseURL writes.
const baseURL = "base_url"

// SaveBaseURL keeps the public address that a server runs with.
func (s *Store) SaveBaseURL(ctx context.Context, address string) error {
	replace := clause.OnConflict{Columns: []clause.Column{{Name: "name"}}, DoUpdates: clause.AssignmentColumns([]string{"value"})}
	err := s.write.WithContext(ctx).Clauses(replace).Create(&setting{baseURL, address}).Error
	if err != nil {
		return fmt.Errorf("save the public address: %w", err)
	}
	return nil
}

// BaseURL is the public address that the last server ran with. It is empty if
// there has been none.
func (s *Store) BaseURL(ctx context.Context) (string, error) {
	var kept setting
	err := s.read.WithContext(ctx).Take(&kept, "name = ?", baseURL).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read the public address: %w", err)
	}
	return kept.Value, nil
}
