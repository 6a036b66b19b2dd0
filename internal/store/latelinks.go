package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"samling/internal/event"
)

// CreateLateLink issues a link that lets one person register after closing. The
// row stays as the record of it.
func (s *Store) CreateLateLink(ctx context.Context, slug string, link *event.LateLink) error {
	return s.transaction(ctx, func(tx *gorm.DB) error {
		var ev event.Event
		if err := tx.Where("slug = ?", slug).Take(&ev).Error; err != nil {
			return notFound(err)
		}
		link.ID, link.EventID = 0, ev.ID
		link.ExpiresAt, link.CreatedAt = moment(link.ExpiresAt), moment(link.CreatedAt)
		if err := tx.Create(link).Error; err != nil {
			return fmt.Errorf("create late link: %w", err)
		}
		return nil
	})
}

// LateLink finds a late link by its id.
func (s *Store) LateLink(ctx context.Context, id uint) (*event.LateLink, error) {
	var link event.LateLink
	err := s.read.WithContext(ctx).Take(&link, id).Error
	return &link, notFound(err)
}
