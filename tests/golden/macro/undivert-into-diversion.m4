divert(1)one divert(2)two undivert(1)divert`'undivert(2)undivert(1)
